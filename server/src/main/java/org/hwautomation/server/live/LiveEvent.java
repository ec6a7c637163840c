package org.hwautomation.server.live;

import org.hwautomation.store.RunFeed.FeedPosition;

/**
 * A run changed.
 *
 * @param position where a listener goes on that has seen this
 * @param runId which run
 * @param data the run's row as one line of JSON
 */
record LiveEvent(FeedPosition position, String runId, String data) {}
