/** What a request may do with what it names, in one place for all protocols. */
@NullMarked
package io.weir.core.rights;

import org.jspecify.annotations.NullMarked;
