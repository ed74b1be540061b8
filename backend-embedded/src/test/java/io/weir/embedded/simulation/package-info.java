/** The log against a model of it, by seed, on a disk that tears, forgets and fails. */
@NullMarked
package io.weir.embedded.simulation;

import org.jspecify.annotations.NullMarked;
