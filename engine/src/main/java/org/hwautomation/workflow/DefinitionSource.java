package org.hwautomation.workflow;

/**
 * The text that a definition was read from, kept so that it can be shown and written again with its
 * comments and its order.
 *
 * @param format {@code yaml} or {@code json}
 */
public record DefinitionSource(String format, String text) {}
