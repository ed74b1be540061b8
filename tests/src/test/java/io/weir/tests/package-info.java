/** Real clients against a real gateway, as a black box. */
@NullMarked
package io.weir.tests;

import org.jspecify.annotations.NullMarked;
