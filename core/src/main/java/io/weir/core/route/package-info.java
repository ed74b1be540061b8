/**
 * The router: from an exchange, keys and headers to the set of targets. A {@link
 * io.weir.core.route.Topology} is all exchanges and bindings of one space, and a value: it routes
 * on any thread without a lock, and a change to it is another one together with what is to be
 * written down, a {@link io.weir.core.route.Change}. It knows no protocol: heads say in its terms
 * what their clients ask for, and make of its answers what their protocol has.
 */
@NullMarked
package io.weir.core.route;

import org.jspecify.annotations.NullMarked;
