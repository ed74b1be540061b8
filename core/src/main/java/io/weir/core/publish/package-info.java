/** The way in: from a publication to an append that is as durable as its topic asks. */
@NullMarked
package io.weir.core.publish;

import org.jspecify.annotations.NullMarked;
