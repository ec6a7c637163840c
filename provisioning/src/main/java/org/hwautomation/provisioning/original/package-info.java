/**
 * The Python version's files, and what they mean here. {@link OriginalFolder} finds and reads them
 * all into an {@link OriginalSetup}: for each {@link OriginalFile} its {@link Remark}s, of what was
 * understood, what has no meaning here and why, and what is wrong and what to write instead. {@link
 * ImportedFiles} writes what was understood as this product's own files, reads them back, and never
 * touches a file that is there.
 *
 * <p>Readers of the single forms are with what they are read into: {@code
 * provisioning.configuration}, {@code provisioning.device}, {@code provisioning.firmware}.
 *
 * <p>And what it left in the database, as people and programs may see it: its runs, the power
 * states of servers, and columns that somebody added; without the passwords that it wrote in clear.
 */
@NullMarked
package org.hwautomation.provisioning.original;

import org.jspecify.annotations.NullMarked;
