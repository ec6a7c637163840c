package org.hwautomation.bridge;

/** Thrown to answer a request with an error. */
public final class RpcException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient RpcError error;

  RpcException(RpcError error) {
    super(error.message());
    this.error = error;
  }

  static RpcException invalid(String message) {
    return new RpcException(RpcError.of(RpcError.INVALID_PARAMS, message));
  }

  public RpcError error() {
    return error;
  }
}
