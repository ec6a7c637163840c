@NullMarked
package org.hwautomation.definitions;

import org.jspecify.annotations.NullMarked;
