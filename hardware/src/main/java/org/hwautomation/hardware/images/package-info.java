/**
 * Serves firmware images to BMCs that fetch them themselves: {@link
 * org.hwautomation.hardware.images.ImageServer} gives each file a signed address that expires.
 */
@NullMarked
package org.hwautomation.hardware.images;

import org.jspecify.annotations.NullMarked;
