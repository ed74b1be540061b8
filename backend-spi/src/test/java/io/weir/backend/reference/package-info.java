/**
 * A backend in memory, as simple as the contract allows: it shows that the kit can be passed, and,
 * with a {@link io.weir.backend.reference.Flaw}, that the kit can be failed. Not for use.
 */
@NullMarked
package io.weir.backend.reference;

import org.jspecify.annotations.NullMarked;
