namespace BpfSharp.Fuzz.Running;

internal enum OutcomeKind
{
    Equal,
    Mismatch,
    Refused,
    Crashed,
}
