package org.hwautomation.hardware.redfish;

/** How an image gets to a BMC. */
public enum UpdateMethod {
  /** One {@code multipart/form-data} request (DSP0266, "Multipart HTTP push updates"). */
  MULTIPART_PUSH,
  /** The bare image as {@code application/octet-stream} ({@code HttpPushUri}; deprecated). */
  HTTP_PUSH,
  /** The BMC fetches it ({@code #UpdateService.SimpleUpdate}). */
  SIMPLE_UPDATE,
  /** To an iLO's {@code HttpPushUri} with the order to flash it. */
  HPE_UPLOAD,
  /** To an iLO's repository, and then an {@code ApplyUpdate} task in its queue. */
  HPE_QUEUE
}
