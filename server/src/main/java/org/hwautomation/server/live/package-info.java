/** What happens, as it happens: one reader of the store's feed, and any number of listeners. */
@NullMarked
package org.hwautomation.server.live;

import org.jspecify.annotations.NullMarked;
