/**
 * The REST API, a class for each thing that it is about. Each gives its routes, with what they take
 * and give; handlers are thin, and what they do is done by the same parts that the command uses.
 */
@NullMarked
package org.hwautomation.server.api;

import org.jspecify.annotations.NullMarked;
