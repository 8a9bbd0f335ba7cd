namespace BpfSharp.Language.Library;

public interface IUnit
{
    static abstract long Scale { get; }

    static abstract long Round(long value);
}
