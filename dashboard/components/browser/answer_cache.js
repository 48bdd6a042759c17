// Answers that stay true, such as what the network said at a checkpoint: whoever drags back and forth, or sees the film
// again, need not wait.

export class AnswerCache {
  /** @type {Map<string, { answer: object, size: number }>} */
  #answers = new Map();
  #size = 0;

  /**
   * @param {number} most Characters that are kept; the oldest answers go first.
   */
  constructor(most) {
    this.most = most;
  }

  /**
   * @param {string} question
   */
  get(question) {
    return this.#answers.get(question)?.answer;
  }

  /**
   * @param {string} question
   * @param {object} answer
   * @param {number} size In characters.
   */
  keep(question, answer, size) {
    if (this.#answers.has(question)) return;
    this.#answers.set(question, { answer, size });
    this.#size += size;
    for (const [oldest, { size }] of this.#answers) {
      if (this.#size <= this.most) break;
      this.#answers.delete(oldest);
      this.#size -= size;
    }
  }
}
