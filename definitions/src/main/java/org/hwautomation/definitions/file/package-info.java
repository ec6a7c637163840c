/**
 * Files that people write: {@link YamlFile} and {@link JsonFile} read them into {@link YamlNode}s
 * that know their {@link Position}, a {@link BadFileException} lists every problem of one, and
 * {@link org.hwautomation.workflow.Spelling} finds the word that was probably meant.
 */
@NullMarked
package org.hwautomation.definitions.file;

import org.jspecify.annotations.NullMarked;
