package org.hwautomation.store;

import java.util.List;
import java.util.Map;

/**
 * The addresses that a batch may hand out. Immutable.
 *
 * @param candidates in the order in which they are handed out
 * @param taken who has which address already, by address; also outside the candidates. A server
 *     keeps a candidate that is its own
 */
public record AddressSupply(List<String> candidates, Map<String, String> taken) {
  /** None. */
  public static final AddressSupply NONE = new AddressSupply(List.of(), Map.of());

  public AddressSupply {
    candidates = List.copyOf(candidates);
    taken = Map.copyOf(taken);
  }

  /** Thrown if more servers want an address than are free; nothing was written. */
  public static final class ExhaustedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ExhaustedException(int servers, long free) {
      super(
          "%d servers need an address of the range, and %d of it are free; give a larger one"
              .formatted(servers, free));
    }
  }
}
