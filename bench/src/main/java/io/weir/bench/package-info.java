/** The same load against Weir and its peers, side by side. */
@NullMarked
package io.weir.bench;

import org.jspecify.annotations.NullMarked;
