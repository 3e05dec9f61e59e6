/**
 * Files of leads. {@link dev.outdial.campaign.file.LeadFile} gives the rows of a CSV, XLSX or XLS file one by one;
 * behind it a {@code Table} per format gives lines of plain text, and the {@code Header} says what their columns mean.
 * Files come from strangers: whatever they hold, memory stays bounded and nothing but {@code LeadFileRefused} is thrown.
 */
@NullMarked
package dev.outdial.campaign.file;

import org.jspecify.annotations.NullMarked;
