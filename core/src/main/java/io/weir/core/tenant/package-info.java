/** Who calls, and in which world: tenants, principals, callers. */
@NullMarked
package io.weir.core.tenant;

import org.jspecify.annotations.NullMarked;
