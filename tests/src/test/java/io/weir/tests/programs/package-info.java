/** Programs of other people that the tests start: where they are, and how they are called. */
@NullMarked
package io.weir.tests.programs;

import org.jspecify.annotations.NullMarked;
