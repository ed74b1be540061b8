/** Who may do what, and whether now. */
@NullMarked
package io.weir.core.access;

import org.jspecify.annotations.NullMarked;
