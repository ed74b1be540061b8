/**
 * Puts the parts together: {@link io.weir.gateway.Weir} is a running gateway, {@link
 * io.weir.gateway.Main} the command line around it. Protocols and backends come by {@link
 * java.util.ServiceLoader}; nothing here names one.
 */
@NullMarked
package io.weir.gateway;

import org.jspecify.annotations.NullMarked;
