/** A start: from files to the state that they tell of, torn ends cut and damage named. */
@NullMarked
package io.weir.embedded.recovery;

import org.jspecify.annotations.NullMarked;
