/**
 * What the operator told the product. {@link Configuration} is read by a {@link
 * ConfigurationLoader} from {@code hwauto.yaml}, {@code .env}, the environment and flags, each
 * beating the one before; a default never beats any of them. Each {@link Setting} knows its {@link
 * Origin}.
 *
 * <p>What is wrong is a {@link ConfigurationException} that names file, line and column. The files
 * are read through {@code org.hwautomation.definitions.file}, as the device types are.
 */
@NullMarked
package org.hwautomation.provisioning.configuration;

import org.jspecify.annotations.NullMarked;
