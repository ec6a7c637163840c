/**
 * What others need to understand a run that went wrong, in one file without secrets: {@link
 * SupportBundle}.
 */
@NullMarked
package org.hwautomation.provisioning.support;

import org.jspecify.annotations.NullMarked;
