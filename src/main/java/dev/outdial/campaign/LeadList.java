package dev.outdial.campaign;

import dev.outdial.campaign.file.FileError;
import dev.outdial.campaign.file.FileError.Reason;
import dev.outdial.campaign.file.FileReport;
import dev.outdial.http.Input;
import dev.outdial.phone.NumberReading;
import dev.outdial.phone.PhoneNumbers;
import io.smallrye.mutiny.Multi;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The leads of a JSON body, judged one by one by the rules of a file; rows are their places in the list, from 1. */
final class LeadList implements LeadSource {

    private final Terms terms;
    private final String callerNumber;
    private final List<NewLead> leads = new ArrayList<>();
    private final List<FileError> errors = new ArrayList<>();
    private final Set<String> before = new HashSet<>();
    private String numberField = "phone_number";
    private int withoutNumber;
    private int duplicates;
    private int wrong;

    private LeadList(Terms terms, String callerNumber) {
        this.terms = terms;
        this.callerNumber = callerNumber;
    }

    static LeadList of(List<Input> elements, Terms terms, String callerNumber) {
        LeadList list = new LeadList(terms, callerNumber);
        for (int row = 1; row <= elements.size(); row++) {
            list.judge(row, elements.get(row - 1).apart());
        }
        return list;
    }

    @Override
    public Multi<Chunk> chunks() {
        return Multi.createFrom().item(new Chunk(leads, wrong));
    }

    @Override
    public String numberField() {
        return numberField;
    }

    @Override
    public LeadTally tally() {
        return new LeadTally(leads.size(), withoutNumber, duplicates, wrong, List.copyOf(errors));
    }

    private void judge(int row, Input element) {
        LeadInput said = LeadInput.read(element);
        if (!element.failures().isEmpty()) {
            refuse(new FileError(row, null, null, Reason.INVALID_VALUE, String.join("; ", element.failures()), null));
            return;
        }
        String number = said.phoneNumber().orNull();
        String country = said.countryCode().isGiven() ? said.countryCode().get() : terms.countryCode();
        switch (PhoneNumbers.normalize(number, country, callerNumber)) {
            case NumberReading.Valid(String e164) -> take(row, said, e164);
            case NumberReading.Invalid invalid -> {
                if (invalid.reason() == NumberReading.Reason.MISSING_PHONE_NUMBER) {
                    withoutNumber++;
                } else {
                    refuse(error(row, said.phoneNumber().name(), number, invalid));
                }
            }
        }
    }

    private void take(int row, LeadInput said, String e164) {
        if (terms.skipDuplicates() && !before.add(e164)) {
            duplicates++;
        } else {
            numberField = said.phoneNumber().name();
            leads.add(said.lead(row, e164));
        }
    }

    private void refuse(FileError error) {
        wrong++;
        if (errors.size() < FileReport.MAX_ERRORS) {
            errors.add(error);
        }
    }

    private static FileError error(int row, String column, @Nullable String value, NumberReading.Invalid invalid) {
        return new FileError(row, column, value, Reason.of(invalid.reason()), invalid.message(), invalid.suggestion());
    }
}
