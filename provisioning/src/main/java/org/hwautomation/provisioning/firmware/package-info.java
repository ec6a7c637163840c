/**
 * Which firmware a server shall get, decided without touching it.
 *
 * <p>A {@link FirmwareCatalog} holds {@link FirmwareImage}s, read from a folder with a {@code
 * catalog.yaml} or from the Python version's {@code firmware_repository.yaml}; {@link CatalogEdit}
 * adds to the former. {@link ImageCheck} says whether an image's file is the one that the catalog
 * means. {@link MachineFirmware} is what one server has, {@link FirmwareBaseline} what its device
 * type wants. {@link FirmwarePlanner} compares them by an {@link
 * org.hwautomation.provisioning.UpdatePolicy}, orders {@link FirmwareVersion}s, finds the way over
 * versions that may not be skipped ({@link UpdatePath}), and makes a {@link FirmwarePlan}: what to
 * install in which order, and why anything is left alone. {@link PlanDocument} is a plan as a file,
 * and {@link FirmwarePlan#whatChanged} says why one may not be used any more.
 */
@NullMarked
package org.hwautomation.provisioning.firmware;

import org.jspecify.annotations.NullMarked;
