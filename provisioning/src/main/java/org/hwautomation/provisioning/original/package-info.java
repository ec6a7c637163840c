/**
 * What the original Python system left in the database, as people and programs may see it: its
 * runs, the power states of servers, and columns that somebody added; without the passwords that it
 * wrote in clear.
 */
@NullMarked
package org.hwautomation.provisioning.original;

import org.jspecify.annotations.NullMarked;
