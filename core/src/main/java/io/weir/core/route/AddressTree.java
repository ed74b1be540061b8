package io.weir.core.route;

/** Who knows whether anybody wants what is sent to an address. */
@FunctionalInterface
public interface AddressTree {
  /** Nobody wants anything. */
  AddressTree NOBODY = routingKey -> false;

  /**
   * Whether there is anything for what is sent to an address. Asked during {@link Topology#route},
   * on its thread, which must not be kept waiting.
   *
   * @param routingKey the address as a routing key ({@link io.weir.core.address.RoutingKey})
   */
  boolean wants(String routingKey);
}
