namespace BpfSharp.Compiler.CodeGen.WalkOrder.Ways;

/// <summary>Yes or no by key: what was shown stays, what was guessed until something is shown. One look for both, since a count of a walk consists of them.</summary>
internal sealed class WayAnswers
{
    private const int Shown = 1;

    // A power of two, half of it empty at least. Key 0 is nobody's.
    private Answer[] _answers = new Answer[1024];
    private int _count;
    private int _turn = Shown + 1;

    public bool TryGet(ulong key, out bool answer)
    {
        ref Answer place = ref _answers[PlaceOf(key)];
        answer = place.Is;
        return place.Key == key && (place.Turn == Shown || place.Turn == _turn);
    }

    public void Guess(ulong key, bool answer) => Set(key, answer, _turn);

    public void Show(ulong key, bool answer) => Set(key, answer, Shown);

    /// <summary>Guesses are of no worth any more.</summary>
    public void Forget() => _turn++;

    private void Set(ulong key, bool answer, int turn)
    {
        int place = PlaceOf(key);
        if (_answers[place].Key != key && ++_count * 2 > _answers.Length)
        {
            Grow();
            place = PlaceOf(key);
        }

        _answers[place] = new Answer { Key = key, Turn = turn, Is = answer };
    }

    private int PlaceOf(ulong key)
    {
        Answer[] answers = _answers;
        int mask = answers.Length - 1;
        int place = (int)((key * 0x9E3779B97F4A7C15) >> 40) & mask;
        while (answers[place].Key != key && answers[place].Key != 0)
            place = (place + 1) & mask;
        return place;
    }

    private void Grow()
    {
        Answer[] answers = _answers;
        _answers = new Answer[answers.Length * 2];
        foreach (Answer answer in answers)
        {
            if (answer.Key != 0)
                _answers[PlaceOf(answer.Key)] = answer;
        }
    }

    private struct Answer
    {
        public ulong Key;

        // The number of the turn in which it was guessed, or Shown.
        public int Turn;
        public bool Is;
    }
}
