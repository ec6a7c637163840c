/** {@link Spelling} finds the word that was probably meant, for error messages. */
@NullMarked
package org.hwautomation.provisioning.spelling;

import org.jspecify.annotations.NullMarked;
