/** What operators do with a Weir and its data, on processes of their own. */
@NullMarked
package io.weir.tests.operations;

import org.jspecify.annotations.NullMarked;
