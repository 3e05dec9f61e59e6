package dev.outdial.campaign.file;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * An XML part of a workbook, read forwards. Holds neither deep trees nor many names: both would pile up in the parser.
 */
final class XmlPart implements Closeable {

    private static final int MAX_DEPTH = 32;

    /** The parser keeps every name it meets. Rows and cells have these; extensions add a handful. */
    private static final Set<String> KNOWN = Set.of("""
            row c v f is t r s si sst spans ht cm vm ph hidden collapsed outlineLevel thickTop thickBot dyDescent space \
            customHeight customFormat rPr rPh phoneticPr sb eb b i u sz color rFont family scheme charset strike \
            vertAlign val rgb theme tint fontId numFmt numFmtId formatCode xf xfId fillId borderId applyNumberFormat \
            applyFont applyFill applyBorder applyAlignment applyProtection alignment protection Relationship Id Type \
            Target""".split(" ", -1));

    private static final int MAX_STRANGERS = 100_000;

    private final InputStream bytes;
    private final XMLStreamReader xml;
    private int depth;
    private int strangers;

    private XmlPart(InputStream bytes, XMLStreamReader xml) {
        this.bytes = bytes;
        this.xml = xml;
    }

    static XmlPart open(ZipParts parts, String name) throws IOException {
        InputStream bytes = parts.open(name);
        try {
            // Spreadsheets write UTF-8; anything else fails as malformed. Nothing is ever fetched or expanded.
            XmlGuard characters = new XmlGuard(new InputStreamReader(
                    bytes, StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT)));
            return new XmlPart(bytes, factory().createXMLStreamReader(characters));
        } catch (XMLStreamException e) {
            bytes.close();
            throw failure(e);
        }
    }

    /** Goes on to the next element's start or end or text; false at the end of the part. */
    boolean next() throws IOException {
        try {
            while (xml.hasNext()) {
                switch (xml.next()) {
                    case XMLStreamConstants.START_ELEMENT -> {
                        enter();
                        return true;
                    }
                    case XMLStreamConstants.END_ELEMENT -> {
                        depth--;
                        return true;
                    }
                    case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
                        return true;
                    }
                    case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                        throw new IOException("XML with entities of its own");
                    default -> {} // Comments and instructions say nothing to us.
                }
            }
            return false;
        } catch (XMLStreamException e) {
            throw failure(e);
        }
    }

    boolean starts() {
        return xml.isStartElement();
    }

    boolean starts(String element) {
        return xml.isStartElement() && xml.getLocalName().equals(element);
    }

    boolean ends(String element) {
        return xml.isEndElement() && xml.getLocalName().equals(element);
    }

    String element() {
        return xml.getLocalName();
    }

    /** An attribute of the element that has just started, whatever its namespace; null when it has none such. */
    @Nullable
    String attribute(String name) {
        for (int i = 0; i < xml.getAttributeCount(); i++) {
            if (xml.getAttributeLocalName(i).equals(name)) {
                return xml.getAttributeValue(i);
            }
        }
        return null;
    }

    /** Adds the text here, if there is any, to what was gathered of a cell before, until that is long enough. */
    void appendTo(StringBuilder text) {
        if (xml.isCharacters() && text.length() <= Table.MAX_CELL) {
            text.append(xml.getTextCharacters(), xml.getTextStart(), xml.getTextLength());
            text.setLength(Math.min(text.length(), Table.MAX_CELL + 1));
        }
    }

    /** Unpacks the rest without looking, so that damage behind the last row is found, too. */
    void drain() throws IOException {
        bytes.transferTo(OutputStream.nullOutputStream());
    }

    @Override
    public void close() throws IOException {
        try {
            xml.close();
        } catch (XMLStreamException e) {
            throw failure(e);
        } finally {
            bytes.close();
        }
    }

    private void enter() throws IOException {
        strangers += KNOWN.contains(xml.getLocalName()) ? 0 : 1;
        for (int i = 0; i < xml.getAttributeCount(); i++) {
            strangers += KNOWN.contains(xml.getAttributeLocalName(i)) ? 0 : 1;
        }
        if (++depth > MAX_DEPTH || strangers > MAX_STRANGERS) {
            throw new IOException("XML that no spreadsheet writes");
        }
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, false);
        factory.setXMLResolver((publicId, systemId, base, namespace) -> {
            throw new XMLStreamException("XML that refers to other files");
        });
        return factory;
    }

    /** What the zip or the guard has found out reaches us wrapped in the parser's own exception. */
    private static IOException failure(XMLStreamException e) {
        Throwable cause = e.getNestedException();
        if (cause instanceof LeadFileRefused refused) {
            throw refused;
        }
        return cause instanceof IOException io ? io : new IOException(e);
    }
}
