/** The way out for readers, who follow a partition from an offset. */
@NullMarked
package io.weir.core.read;

import org.jspecify.annotations.NullMarked;
