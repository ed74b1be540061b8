/**
 * Very many topics in one gateway: its own tables of them, beside those of the log below, in little
 * heap.
 */
@NullMarked
package io.weir.tests.topics;

import org.jspecify.annotations.NullMarked;
