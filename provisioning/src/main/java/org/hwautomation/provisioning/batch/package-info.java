/**
 * Many servers brought to ready together: {@link BatchFile} reads who they are, {@link
 * BatchOpening} checks all of it and writes it down, {@link BatchRunner} starts their runs as
 * places get free, and {@link BatchProgress} says how far it is. What a batch is to do stands in
 * the database before anything is started, so that another process can go on with it.
 */
@NullMarked
package org.hwautomation.provisioning.batch;

import org.jspecify.annotations.NullMarked;
