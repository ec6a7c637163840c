@NullMarked
package org.hwautomation.definitions.file;

import org.jspecify.annotations.NullMarked;
