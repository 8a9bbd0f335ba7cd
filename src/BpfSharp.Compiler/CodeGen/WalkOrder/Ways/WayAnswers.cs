namespace BpfSharp.Compiler.CodeGen.WalkOrder.Ways;

/// <summary>Yes or no by key: what was shown stays, what was guessed until something is shown. One look for both, since a count of a walk consists of them.</summary>
internal sealed class WayAnswers
{
    private const int Shown = 1;

    // A power of two, half of it empty at least. Key 0 is nobody's.
    private ulong[] _keys = new ulong[1024];
    private bool[] _answers = new bool[1024];

    // The number of the turn in which it was guessed, or Shown.
    private int[] _turns = new int[1024];
    private int _count;
    private int _turn = Shown + 1;

    public bool TryGet(ulong key, out bool answer)
    {
        int place = PlaceOf(key);
        answer = _answers[place];
        return _keys[place] == key && (_turns[place] == Shown || _turns[place] == _turn);
    }

    public void Guess(ulong key, bool answer) => Set(key, answer, _turn);

    public void Show(ulong key, bool answer) => Set(key, answer, Shown);

    /// <summary>Guesses are of no worth any more.</summary>
    public void Forget() => _turn++;

    private void Set(ulong key, bool answer, int turn)
    {
        int place = PlaceOf(key);
        if (_keys[place] != key)
        {
            if (++_count * 2 > _keys.Length)
            {
                Grow();
                place = PlaceOf(key);
            }

            _keys[place] = key;
        }

        (_answers[place], _turns[place]) = (answer, turn);
    }

    private int PlaceOf(ulong key)
    {
        int mask = _keys.Length - 1;
        int place = (int)((key * 0x9E3779B97F4A7C15) >> 40) & mask;
        while (_keys[place] != key && _keys[place] != 0)
            place = (place + 1) & mask;
        return place;
    }

    private void Grow()
    {
        (ulong[] keys, bool[] answers, int[] turns) = (_keys, _answers, _turns);
        (_keys, _answers, _turns) = (new ulong[keys.Length * 2], new bool[keys.Length * 2], new int[keys.Length * 2]);
        for (int i = 0; i < keys.Length; i++)
        {
            if (keys[i] == 0)
                continue;
            int place = PlaceOf(keys[i]);
            (_keys[place], _answers[place], _turns[place]) = (keys[i], answers[i], turns[i]);
        }
    }
}
