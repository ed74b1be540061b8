/** The one family of failures, which each protocol maps to its own codes in one place. */
@NullMarked
package io.weir.core.failure;

import org.jspecify.annotations.NullMarked;
