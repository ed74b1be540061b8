/**
 * Where a connection comes from and so where it belongs. An {@link io.weir.core.place.Ingress} says
 * how a connection reached the gateway, a tenant's {@link io.weir.core.place.Network}s say from
 * where it may be reached, and {@link io.weir.core.place.Placement} finds the one by the other
 * before anybody authenticates.
 */
@NullMarked
package io.weir.core.place;

import org.jspecify.annotations.NullMarked;
