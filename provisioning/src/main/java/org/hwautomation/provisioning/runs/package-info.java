/**
 * What front doors need of runs besides the engine: inputs as people type them, journals as people
 * read them, and a run as one document.
 */
@NullMarked
package org.hwautomation.provisioning.runs;

import org.jspecify.annotations.NullMarked;
