/**
 * The rules that keep a data centre safe, as pure functions: they judge what they are given and
 * touch nothing. Rule 1 is {@link IdentityVerdict}, rule 2 {@link UseVerdict}, rule 7 {@link
 * BmcMove}, rule 10 {@link BiosDanger}, rule 14 {@link PowerOffAdvice}. What breaks one is a {@link
 * RefusedException}; nothing has been written then.
 */
@NullMarked
package org.hwautomation.provisioning.safety;

import org.jspecify.annotations.NullMarked;
