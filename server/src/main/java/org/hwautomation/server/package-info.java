/**
 * The service: REST, live events, metrics, and the web page, over the same parts as the command.
 */
@NullMarked
package org.hwautomation.server;

import org.jspecify.annotations.NullMarked;
