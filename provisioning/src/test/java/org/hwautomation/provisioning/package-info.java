@NullMarked
package org.hwautomation.provisioning;

import org.jspecify.annotations.NullMarked;
