/**
 * Definitions as data. A {@link DefinitionReader} reads YAML or JSON and answers with every problem
 * at once; a {@link DefinitionWriter} writes a definition, into the text it came from where there
 * is one, so that comments and order stay; a {@link DefinitionLibrary} finds definitions by name,
 * those of a folder before those that are shipped. Conditions and {@code ${...}} are CEL: {@link
 * CelExpressions}. The format's JSON Schema is {@link DefinitionSchema}.
 */
@NullMarked
package org.hwautomation.definitions;

import org.jspecify.annotations.NullMarked;
