namespace BpfSharp.Compiler.Verifier.States;

/// <summary>Registers and stack slots that hold one number, six at most (<c>struct linked_regs</c>).</summary>
internal sealed class LinkedPlaces
{
    private const int Most = 6;

    private readonly LinkedPlace[] _places = new LinkedPlace[Most];

    public int Count { get; private set; }

    public LinkedPlace this[int index] => _places[index];

    public void Clear() => Count = 0;

    public bool TryAdd(LinkedPlace place)
    {
        if (Count == Most)
            return false;
        _places[Count++] = place;
        return true;
    }
}
