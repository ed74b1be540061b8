/** The gateway's own port: whether it lives and serves, and what it counts. */
@NullMarked
package io.weir.gateway.admin;

import org.jspecify.annotations.NullMarked;
