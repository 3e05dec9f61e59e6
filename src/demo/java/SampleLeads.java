import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Writes {@code src/demo/leads.csv} to standard output, the same at each run: a thousand people who do not exist.
 *
 * <p>Where a country keeps numbers for films and books, theirs are taken; where it does not (India, Brazil, the Emirates,
 * South Africa), they are counted up behind a row of zeros. The last two digits tell the simulated carrier how a call
 * goes: one lead in ten has an ending with a script of its own, the others are left to the odds.
 *
 * <pre>java src/demo/java/SampleLeads.java &gt; src/demo/leads.csv</pre>
 */
final class SampleLeads {

    private static final long SEED = 20_240_301;

    /** Endings that always go the same way, one entry per lead in a hundred; see docs/simulator.md. */
    private static final int[] SCRIPTED = {0, 1, 2, 2, 4, 5, 7, 7, 10, 12};

    private static final int FIRST_LEFT_TO_THE_ODDS = 18;

    private static final List<Country> COUNTRIES = List.of(
            new Country(
                    300,
                    List.of("90000 0####", "70000 0####", "80000 0####"),
                    List.of("+91 %s", "+91 %s", "+91%j", "0%s", "%j", "+91-%d"),
                    "Aarav Aditi Ananya Arjun Deepika Farhan Ishaan Kavya Lakshmi Meera Nikhil Pooja Priya Rahul Riya"
                            + " Rohan Sanjay Sneha Vikram Zoya",
                    "Agarwal Banerjee Chopra Das Desai Gupta Iyer Joshi Kapoor Khan Kulkarni Mehta Menon Nair Patel Rao"
                            + " Reddy Shah Sharma Singh"),
            new Country(
                    220,
                    List.of(
                            "202 555 01##",
                            "206 555 01##",
                            "212 555 01##",
                            "213 555 01##",
                            "214 555 01##",
                            "215 555 01##",
                            "216 555 01##",
                            "303 555 01##",
                            "305 555 01##",
                            "312 555 01##",
                            "313 555 01##",
                            "404 555 01##",
                            "415 555 01##",
                            "503 555 01##",
                            "504 555 01##",
                            "512 555 01##",
                            "602 555 01##",
                            "615 555 01##",
                            "617 555 01##",
                            "702 555 01##"),
                    List.of("+1 %s", "+1%j", "+1 %d", "001 %s", "+1 (%u"),
                    "Aaliyah Andrew Ashley Brandon Carmen Daniel Emily Ethan Grace Hannah Jacob Jasmine Luis Madison"
                            + " Noah Olivia",
                    "Anderson Brooks Carter Diaz Edwards Foster Garcia Hughes Johnson Kelly Lopez Mitchell Nguyen"
                            + " O'Connor Ramirez Walker"),
            new Country(
                    110,
                    List.of("20 7946 0###", "161 496 0###", "131 496 0###", "117 496 0###"),
                    List.of("+44 %s", "+44%j", "+44 (0)%s", "0044 %s"),
                    "Amelia Callum Charlotte Freya George Harriet Imran Isla Jack Niamh Oliver Poppy",
                    "Bennett Clarke Davies Evans Hussain MacDonald Murphy Patel Shaw Taylor Whitfield Wright"),
            new Country(
                    80,
                    List.of("30 23125 ###", "69 90009 ###", "40 66969 ###", "89 99998 ###", "171 39200 ##"),
                    List.of("+49 %s", "+49%j", "+49 (0)%s", "0049 %s", "+49-%d"),
                    "Anke Björn Emre Franziska Greta Jürgen Katrin Leonie Lukas Matthias Ömer Sören",
                    "Bäcker Fischer Hoffmann Köhler Krüger Lehmann Müller Schäfer Schröder Vogel Weiß Yılmaz"),
            new Country(
                    80,
                    List.of("11 90000 ####", "21 90000 ####", "31 90000 ####"),
                    List.of("+55 %s", "+55%j", "+55 %d", "0055 %s"),
                    "Ana Bruno Caio Débora Felipe Gabriela Inês João Larissa Luís Otávio Thaís",
                    "Araújo Barbosa Cardoso Conceição Ferreira Gonçalves Lima Moraes Nascimento Oliveira Souza Teixeira"),
            new Country(
                    70,
                    List.of("1 99 00 ## ##", "2 61 91 ## ##", "3 53 01 ## ##", "4 65 71 ## ##"),
                    List.of("+33 %s", "+33%j", "+33 (0)%s", "0033 %s"),
                    "Adèle Benoît Camille Chloé François Gaëlle Hugo Inès Léa Mathéo Noémie Théo",
                    "Bernard Chevalier Dubois Fournier Garnier Lefèvre Marchand Moreau Perrin Rousseau Simon Vasseur"),
            new Country(
                    50,
                    List.of("2 5550 ####", "3 5550 ####", "7 7010 ####", "8 7010 ####"),
                    List.of("+61 %s", "+61%j", "+61 (0)%s"),
                    "Bindi Cooper Ella Jarrah Lachlan Matilda Ruby Xavier",
                    "Campbell Fraser Harris Kowalski Lawson Nguyen Sutherland Thompson"),
            new Country(
                    50,
                    List.of("50 000 ####", "55 000 ####", "52 000 ####"),
                    List.of("+971 %s", "+971%j", "00971 %s"),
                    "Ahmed Aisha Fatima Hamad Layla Maryam Omar Rashid",
                    "Al Falasi,Al Hashimi,Al Mansoori,Al Suwaidi,Darwish,Haddad,Najjar,Saleh"),
            new Country(
                    40,
                    List.of("82 000 ####", "72 000 ####", "83 000 ####"),
                    List.of("+27 %s", "+27%j", "+27 %d", "0027 %s"),
                    "Anika Bongani Lerato Naledi Pieter Sipho Thandi Zanele",
                    "Botha Dlamini Khumalo Mokoena Naidoo Nkosi Pillay van der Merwe"));

    private static final String[] TRADES = {
        "Analytics",
        "Bakery",
        "Bikes",
        "Books",
        "Clinic",
        "Dental",
        "Energy",
        "Events",
        "Foods",
        "Freight",
        "Gardens",
        "Hotels",
        "Insurance",
        "Interiors",
        "Logistics",
        "Motors",
        "Optics",
        "Pharmacy",
        "Software",
        "Textiles",
        "Travel"
    };
    private static final String[] SIGNS = {
        "Amber", "Banyan", "Blue Door", "Cedar", "Copper Kettle", "Delta", "Eastgate", "Fernhill", "Granite", "Harbour",
        "Indigo", "Juniper", "Kestrel", "Lighthouse", "Marigold", "Northstar", "Old Mill", "Peacock", "Quayside",
                "Saffron"
    };
    private static final String[] PLANS = {"starter", "starter", "growth", "growth", "growth", "business"};

    private final Random random = new Random(SEED);
    private final Set<String> taken = new HashSet<>();

    /**
     * The leads of one country.
     *
     * @param numbers national numbers, a {@code #} for each digit to be drawn
     * @param spellings how people write one: {@code %s} as it stands, {@code %j} joined, {@code %d} with dashes,
     *     {@code %u} with the area code in brackets
     */
    private record Country(int leads, List<String> numbers, List<String> spellings, String given, String family) {}

    public static void main(String[] args) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        out.println("name,phone_number,company,plan");
        new SampleLeads().lines().forEach(out::println);
    }

    private List<String> lines() {
        List<Integer> endings = endings();
        List<String> lines = new ArrayList<>();
        for (Country country : COUNTRIES) {
            for (int i = 0; i < country.leads(); i++) {
                lines.add(line(country, endings.removeLast()));
            }
        }
        Collections.shuffle(lines, random);
        return lines;
    }

    private List<Integer> endings() {
        List<Integer> endings = new ArrayList<>();
        int leads = COUNTRIES.stream().mapToInt(Country::leads).sum();
        for (int i = 0; i < leads; i++) {
            boolean scripted = i % SCRIPTED.length == 0;
            endings.add(
                    scripted
                            ? SCRIPTED[i / SCRIPTED.length % SCRIPTED.length]
                            : random.nextInt(FIRST_LEFT_TO_THE_ODDS, 100));
        }
        Collections.shuffle(endings, random);
        return endings;
    }

    private String line(Country country, int ending) {
        String name = any(country.given().split(" ")) + " " + any(families(country));
        String company = random.nextInt(12) == 0
                ? any(families(country)) + ", " + any(families(country)) + " & Co"
                : any(SIGNS) + " " + any(TRADES);
        return String.join(",", name, number(country, ending), quoted(company), any(PLANS));
    }

    private String number(Country country, int ending) {
        String national;
        do {
            national = any(country.numbers().toArray(String[]::new))
                    .chars()
                    .mapToObj(c -> c == '#' ? Integer.toString(random.nextInt(10)) : Character.toString(c))
                    .collect(Collectors.joining());
            national = ended(national, ending);
        } while (!taken.add(country.family() + national));
        String spelling = any(country.spellings().toArray(String[]::new));
        return spelling.replace("%s", national)
                .replace("%j", national.replace(" ", ""))
                .replace("%d", national.replace(' ', '-'))
                .replace("%u", national.replaceFirst(" ", ") "));
    }

    private static String ended(String number, int ending) {
        String digits = String.format("%02d", ending);
        return number.substring(0, number.length() - 2) + digits;
    }

    private static String[] families(Country country) {
        String family = country.family();
        return family.contains(",")
                ? family.split(",")
                : family.replace("van der ", "van_der_").split(" ");
    }

    private static String quoted(String value) {
        return value.contains(",") ? '"' + value + '"' : value;
    }

    private String any(String[] of) {
        return of[random.nextInt(of.length)].replace('_', ' ');
    }
}
