/**
 * The {@code hwauto} command. {@link org.hwautomation.cli.Hwauto} lists the commands; each is one
 * class that reads its options, calls a domain service and shows the result on a {@link
 * org.hwautomation.cli.Screen}. {@link org.hwautomation.cli.Failures} turns errors into messages
 * and exit codes. This is the only place where the parts are put together.
 */
@NullMarked
package org.hwautomation.cli;

import org.jspecify.annotations.NullMarked;
