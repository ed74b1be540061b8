/**
 * Freeing the space of what is dead among what is not: segments are surveyed, what is needed of
 * them is written together by how long it lives, and takes the place of the old in one step.
 */
@NullMarked
package io.weir.embedded.collection;

import org.jspecify.annotations.NullMarked;
