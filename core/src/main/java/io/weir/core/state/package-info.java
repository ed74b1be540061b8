/** Durable state as records: replayed at start, appended under a claim. */
@NullMarked
package io.weir.core.state;

import org.jspecify.annotations.NullMarked;
