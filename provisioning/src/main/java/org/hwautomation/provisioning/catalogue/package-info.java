/**
 * What can be run, described for people and front doors. Begin with {@link
 * org.hwautomation.provisioning.catalogue.ActionCatalogue}.
 */
@NullMarked
package org.hwautomation.provisioning.catalogue;

import org.jspecify.annotations.NullMarked;
