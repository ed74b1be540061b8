/** Reads the configuration, wires backend, core and protocols together, and runs them. */
@NullMarked
package io.weir.gateway;

import org.jspecify.annotations.NullMarked;
