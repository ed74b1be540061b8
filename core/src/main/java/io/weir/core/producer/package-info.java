/** Producer ids and transactions, each in its tenant's world. */
@NullMarked
package io.weir.core.producer;

import org.jspecify.annotations.NullMarked;
